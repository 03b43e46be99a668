import { PAPER_MIXUP, type HoldOut } from '../../../engine/studio-api';
import { training as text } from '../../messages/texts';
import { numeral, percent } from '../../shared/format';
import { Field, Segments, Switch } from '../../shared/ui/Field';
import { useModels } from '../context';
import { Explained } from '../ui';
import type { TrainSettings } from './training-store';

/** As the paper varied them (Tables 6 and 7). */
const AMOUNTS = ['0.1', '0.2', '0.3', '0.4'] as const;
const ALPHAS = ['0.75', '1', '2'] as const;
const HOLD_OUTS: readonly HoldOut[] = ['blocks', 'session', 'person'];

const MOST_EPOCHS = 50;
const MOST_SEED = 999_999;

interface Props {
  readonly settings: TrainSettings;
  readonly onChange: (changed: Partial<TrainSettings>) => void;
}

/** What the paper's experiments varied, and what makes a training repeatable. Defaults are good. */
export function AdvancedTraining({ settings, onChange }: Props) {
  const { holdOut, epochs, seed } = settings;
  return (
    <details className="advanced">
      <summary>{text.advanced}</summary>
      <Choice
        label={text.holdOut}
        technical={text.holdOutTechnical}
        hint={text.holdOutHint}
        value={holdOut}
        options={HOLD_OUTS}
        wordOf={(value) => text.holdOuts[value]}
        onChange={(value) => onChange({ holdOut: value })}
      />
      <Mixup settings={settings} onChange={onChange} />
      <div className="fields">
        <Whole
          label={text.epochs}
          technical={text.epochsTechnical}
          hint={text.epochsHint}
          value={epochs}
          least={1}
          most={MOST_EPOCHS}
          onChange={(value) => onChange({ epochs: value })}
        />
        <Whole
          label={text.seed}
          technical={text.seedTechnical}
          hint={text.seedHint}
          value={seed}
          least={0}
          most={MOST_SEED}
          onChange={(value) => onChange({ seed: value })}
        />
        <Base settings={settings} onChange={onChange} />
      </div>
    </details>
  );
}

function Mixup({ settings: { mixup }, onChange }: Props) {
  const change = (changed: Partial<NonNullable<TrainSettings['mixup']>>): void =>
    onChange({ mixup: { ...(mixup ?? PAPER_MIXUP), ...changed } });
  return (
    <>
      <Switch
        label={text.mixup}
        hint={<Explained technical={text.mixupTechnical}>{text.mixupHint}</Explained>}
        checked={mixup !== null}
        onChange={(on) => onChange({ mixup: on ? PAPER_MIXUP : null })}
      />
      {mixup && (
        <>
          <Choice
            label={text.stage}
            technical={text.stageTechnical}
            hint={text.stageHint}
            value={mixup.stage}
            options={['V_state', 'images']}
            wordOf={(stage) => text.stages[stage]}
            onChange={(stage) => change({ stage })}
          />
          <Choice
            label={text.partner}
            technical={text.partnerTechnical}
            hint={text.partnerHint}
            value={mixup.partner}
            options={['same', 'other']}
            wordOf={(partner) => text.partners[partner]}
            onChange={(partner) => change({ partner })}
          />
          <Choice
            label={text.amount}
            technical={text.amountTechnical}
            hint={text.amountHint}
            value={AMOUNTS.find((each) => Number(each) === mixup.amount) ?? AMOUNTS[0]}
            options={AMOUNTS}
            wordOf={(amount) => percent(Number(amount))}
            onChange={(amount) => change({ amount: Number(amount) })}
          />
          <Choice
            label={text.alpha}
            technical={text.alphaTechnical}
            hint={text.alphaHint}
            value={ALPHAS.find((each) => Number(each) === mixup.alpha) ?? ALPHAS[0]}
            options={ALPHAS}
            wordOf={(alpha) => numeral(Number(alpha))}
            onChange={(alpha) => change({ alpha: Number(alpha) })}
          />
        </>
      )}
    </>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly technical: string;
  readonly hint: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly wordOf: (option: T) => string;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({
  label,
  technical,
  hint,
  value,
  options,
  wordOf,
  onChange,
}: ChoiceProps<T>) {
  return (
    <div className="field-row">
      <div>
        <span className="field-name">{label}</span>
        <div className="hint">
          <Explained technical={technical}>{hint}</Explained>
        </div>
      </div>
      <Segments
        label={label}
        value={value}
        onChange={onChange}
        options={options.map((option) => ({ value: option, label: wordOf(option) }))}
      />
    </div>
  );
}

interface WholeProps {
  readonly label: string;
  readonly technical: string;
  readonly hint: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

/** A whole number; what is none, or out of range, is not taken. */
function Whole({ label, technical, hint, value, least, most, onChange }: WholeProps) {
  return (
    <Field label={label} hint={<Explained technical={technical}>{hint}</Explained>}>
      {(control) => (
        <input
          {...control}
          type="number"
          min={least}
          max={most}
          step={1}
          defaultValue={value}
          onChange={({ currentTarget: { valueAsNumber } }) => {
            if (Number.isInteger(valueAsNumber) && valueAsNumber >= least && valueAsNumber <= most)
              onChange(valueAsNumber);
          }}
        />
      )}
    </Field>
  );
}

const SHIPPED = '';

function Base({ settings, onChange }: Props) {
  const models = useModels((state) => state.models) ?? [];
  return (
    <Field label={text.base} hint={<Explained technical={text.baseTechnical}>{text.baseHint}</Explained>}>
      {(control) => (
        <select
          {...control}
          value={settings.base ?? SHIPPED}
          onChange={(event) => onChange({ base: event.currentTarget.value || null })}
        >
          <option value={SHIPPED}>{text.shipped}</option>
          {models.map((model) => (
            <option key={model.id} value={model.id}>
              {model.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

import { footage as text } from '../strings';

/** The whole way, told before it begins. */
export function FourSteps() {
  return (
    <ol className="four-steps">
      {text.emptySteps.map((step) => (
        <li key={step.title}>
          <h2>{step.title}</h2>
          <p>{step.text}</p>
        </li>
      ))}
    </ol>
  );
}

import { useId, useState, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Asks for a folder instead of files. */
  readonly folder?: boolean;
  readonly describedBy?: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that lets files be chosen. */
export function FilePicker({ children, accept, multiple, folder, describedBy, onFiles }: Props) {
  const id = useId();
  return (
    <span className="file-picker">
      <label htmlFor={id} className="button">
        {children}
      </label>
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept={accept}
        multiple={multiple}
        aria-describedby={describedBy}
        {...(folder ? { webkitdirectory: '' } : {})}
        onChange={(event) => {
          const input = event.currentTarget;
          const files = [...(input.files ?? [])];
          // The same file may be chosen again afterwards.
          input.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </span>
  );
}

interface ImportProps {
  readonly label: string;
  /** Resolves to what is said of it. */
  readonly read: (file: File) => Promise<string>;
}

/** Something from a file that was exported here or on another device. */
export function ImportJson({ label, read }: ImportProps) {
  const [said, setSaid] = useState('');
  return (
    <div className="import">
      <FilePicker accept="application/json,.json" onFiles={([file]) => file && void read(file).then(setSaid)}>
        {label}
      </FilePicker>
      <p role="status" className="hint">
        {said}
      </p>
    </div>
  );
}

import { Component, type ReactNode } from 'react';
import { messageOf } from '../../../common/errors';
import { common, crash } from '../../messages/texts';
import { Button } from './Button';

interface Props {
  readonly children: ReactNode;
}
interface State {
  readonly error: unknown;
}

/** A fault in the page itself ends in a plain message, not in an empty window. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main className="crash" role="alert">
        <h1>{crash.title}</h1>
        <p>{crash.text}</p>
        <Button variant="primary" onClick={() => location.reload()}>
          {common.reload}
        </Button>
        <details>
          <summary>{common.technicalDetail}</summary>
          <pre>{messageOf(error)}</pre>
        </details>
      </main>
    );
  }
}

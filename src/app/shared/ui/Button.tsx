import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'button'> {
  /** The way on, something by the way, what cannot be undone, the answer to an alert. */
  readonly variant?: 'primary' | 'quiet' | 'danger' | 'danger-solid' | 'answer' | undefined;
}

/** A button. Inside of a form it does not send that, unless its type is `submit`. */
export function Button({ variant, className, type = 'button', ...rest }: Props) {
  const classes = ['button', variant && `button-${variant}`, className].filter(Boolean).join(' ');
  return <button type={type} className={classes} {...rest} />;
}

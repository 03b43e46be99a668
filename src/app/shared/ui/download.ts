/** Hands a text to the person as a file. */
export function offerFile(name: string, type: string, text: string): void {
  offerBlob(name, new Blob([text], { type }));
}

/** Hands content to the person as a file. */
export function offerBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun with the click; the next task may let go of it.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

let asked: Promise<boolean> | null = null;

/**
 * Asks the browser once not to clear what is kept when the device runs short of space. It may
 * refuse, or ask the person.
 */
export function askToPersist(): void {
  // Browsers leave it out on pages without HTTPS, and in workers.
  const { storage } = navigator as { storage?: { persist?: () => Promise<boolean> } };
  asked ??= storage?.persist?.().catch(() => false) ?? null;
}

/** What a person chose on this phone. It is never sent, and imports nothing: the script that runs before all else takes it along. */

/** A browser that keeps nothing (a private window) forgets the choice with the page. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Nothing to do: it is chosen again next time.
  }
}

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

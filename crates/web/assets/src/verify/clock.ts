/** Seconds since 1970, as this phone has it. */
export const now = (): number => Math.floor(Date.now() / 1000);

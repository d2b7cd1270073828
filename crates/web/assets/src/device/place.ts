/** Where the phone is, no finer than the office needs. */
export type Place = { lat: number; lon: number };

const OLD = 10 * 60_000;
const PATIENCE = 10_000;

export type Places = {
  /** Where the phone was a few minutes ago at most; null where that is not known or not allowed. A scan never waits for it. */
  last(now: number): Place | null;
  /** Looks again; resolves to whether the phone allowed it. */
  look(): Promise<boolean>;
  forget(): void;
};

export function openPlaces(geolocation: Geolocation | undefined, clock: () => number): Places {
  let known: { place: Place; at: number } | null = null;
  return {
    last: (now) => (known && now - known.at < OLD ? known.place : null),
    look: () =>
      new Promise((resolve) => {
        if (!geolocation) return resolve(false);
        const found = ({ coords }: GeolocationPosition): void => {
          known = { place: coarse(coords.latitude, coords.longitude), at: clock() };
          resolve(true);
        };
        // Without satellites in view it is still allowed; only a "no" is a no.
        const lost = (error: GeolocationPositionError): void => resolve(error.code !== 1);
        geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: false, maximumAge: OLD / 2, timeout: PATIENCE });
      }),
    forget: () => void (known = null),
  };
}

/** To a hundredth of a degree: the village, not the house. */
export function coarse(latitude: number, longitude: number): Place {
  const round = (degrees: number): number => Math.round(degrees * 100) / 100;
  return { lat: round(latitude), lon: round(longitude) };
}

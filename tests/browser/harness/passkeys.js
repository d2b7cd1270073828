/** A device that keeps passkeys and that its owner unlocks at once, for one page's browser. */
export async function newDevice(page, transport) {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    /** Whether it takes the finger that it is shown for its owner's. */
    knowsItsOwner: (isUserVerified) => browser.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    /** Is not at hand any more. */
    away: () => browser.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}

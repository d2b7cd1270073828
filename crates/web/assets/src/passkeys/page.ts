/**
 * Has the browser make a passkey, or sign with one, when its form is sent, and sends the form with what the browser answers. Where there
 * is no WebAuthn the page stays as it came, and says so.
 */
import { answer, question } from "./json.ts";

const form = document.querySelector<HTMLFormElement>("form[data-passkey]");
const absent = document.querySelector<HTMLElement>("[data-passkey-absent]");
const failed = document.querySelector<HTMLElement>("[data-passkey-failed]");

if (form && absent && failed && "PublicKeyCredential" in window) {
  absent.hidden = true;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form, failed);
  });
}

async function send(form: HTMLFormElement, failed: HTMLElement): Promise<void> {
  const button = form.querySelector("button");
  if (button?.disabled) return;
  if (button) button.disabled = true;
  failed.hidden = true;
  try {
    const response = form.querySelector<HTMLInputElement>("[name=response]");
    if (response) response.value = answer(await asked(form));
    // Not `requestSubmit`: this is no click of a person's, and sends no event that would lead here again.
    form.submit();
  } catch (error) {
    failed.textContent = words(failed, error);
    failed.hidden = false;
    if (button) button.disabled = false;
  }
}

async function asked(form: HTMLFormElement): Promise<PublicKeyCredential> {
  const options = form.dataset["options"] ?? "";
  const made = form.dataset["passkey"] === "create"
    ? await navigator.credentials.create(question<CredentialCreationOptions>(options))
    : await navigator.credentials.get(question<CredentialRequestOptions>(options));
  if (!(made instanceof PublicKeyCredential)) throw new Error("no passkey");
  return made;
}

/** What the page says of a failure: whoever cancels, takes too long or has no such passkey is told the same by every browser. */
function words({ dataset }: HTMLElement, error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  const said = name === "NotAllowedError" || name === "AbortError" ? dataset["cancelled"] : name === "InvalidStateError" ? dataset["known"] : dataset["other"];
  return said ?? "";
}

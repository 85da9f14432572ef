/* passkey: logs in with, proves or adds a passkey; the form stays hidden where the browser has none. */
const toBytes = (text) => {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
};
const toText = (buffer) => {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};
const withIds = (list) => list?.map((item) => ({ ...item, id: toBytes(item.id) }));

function spoken(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = credential.response[name];
    if (value !== undefined) response[name] = value === null ? null : toText(value);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function use({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withIds(publicKey.allowCredentials),
    },
  });
}

async function add({ publicKey }, passwordless) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withIds(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: passwordless ? "required" : "discouraged",
        requireResidentKey: passwordless,
        ...(passwordless && { userVerification: "required" }),
      },
    },
  });
}

async function options(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()).request_options;
}

export function start(form) {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const problem = form.querySelector(".passkey-problem");
  const button = form.querySelector("button[type=submit]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      const given = await options(form);
      const credential =
        form.dataset.passkey === "add" ? await add(given, form.elements.passwordless.checked) : await use(given);
      form.elements.credential.value = spoken(credential);
      form.submit();
    } catch {
      // Cancelled, timed out, or a key that is not known here: the words on the page say what to do next.
      problem.hidden = false;
      button.removeAttribute("aria-busy");
    }
  });
}

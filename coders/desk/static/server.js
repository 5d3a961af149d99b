// The way to the server: every change carries the page's token; a server that does not answer is no fault of a coder's.

const token = document.querySelector('meta[name="eventbook-token"]')?.content ?? "";

export class Unreachable extends Error {}

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answered(promise) {
  let answer;
  try {
    answer = await promise;
  } catch {
    throw new Unreachable("the server does not answer");
  }
  const kind = answer.headers.get("content-type") ?? "";
  let body;
  try {
    body = kind.includes("json") ? await answer.json() : await answer.text();
  } catch {
    throw new Unreachable("the answer broke off");
  }
  if (answer.ok) return body;
  throw new Refused(answer.status, body?.fault ?? String(body).trim());
}

export const server = {
  get(path, asked = {}, signal = undefined) {
    const query = new URLSearchParams(asked).toString();
    return answered(fetch(query ? `${path}?${query}` : path, { signal, credentials: "same-origin" }));
  },
  post(path, body) {
    return answered(
      fetch(path, {
        method: "POST",
        credentials: "same-origin",
        headers: { "content-type": "application/json", "x-eventbook-token": token },
        body: JSON.stringify(body),
      }),
    );
  },
  send(path, form) {
    const headers = { "x-eventbook-token": token };
    return answered(fetch(path, { method: "POST", credentials: "same-origin", headers, body: form }));
  },
};

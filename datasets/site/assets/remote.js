/* A file on a web server, read in parts.
 *
 * Any plain server that answers range requests will do. One that does not sends whole files: a small file is
 * then taken whole, a large one is refused, and the reader is told why. Ranges asked for at the same moment
 * that lie close together are fetched as one. */

export const traffic = { requests: 0, bytes: 0 };

const TAIL = 1 << 16; // The end of a Parquet file says what is in it; most ends are shorter than this.
const GAP = 1 << 15; // It is quicker to fetch this many bytes too many than to ask once more.
const RUN = 1 << 22;
const WHOLE = 24 << 20; // What may be taken whole where a server knows no ranges.

export class NoRangesError extends Error {
  constructor(size) {
    super(
      "This web server sends only whole files, and this release is too large for that" +
        (size ? ` (${Math.round(size / 1e6)} MB)` : "") +
        ". The explorer needs a server that answers range requests, as nearly all do; " +
        "on your own machine “eventbook release serve” is one.",
    );
  }
}

/** A file that the server does not give. */
export class MissingError extends Error {
  constructor(url, status) {
    super(`${decodeURI(url.pathname)} cannot be fetched: the server answers ${status}`);
    this.status = status;
  }
}

async function ask(url, range) {
  const response = await fetch(url, { headers: { Range: `bytes=${range}` } });
  traffic.requests += 1;
  if (!response.ok) throw new MissingError(url, response.status);
  return response;
}

async function taken(response) {
  const content = await response.arrayBuffer();
  traffic.bytes += content.byteLength;
  return content;
}

/** Return a file ready to be read, its end already here. */
export async function open(url, tail = TAIL) {
  const response = await ask(url, `-${tail}`);
  const range = /bytes (\d+)-(\d+)\/(\d+)/.exec(response.headers.get("Content-Range") ?? "");
  if (response.status === 206 && range) {
    return new RemoteFile(url, Number(range[3]), Number(range[1]), await taken(response));
  }
  const size = Number(response.headers.get("Content-Length") ?? 0);
  if (!size || size > WHOLE) {
    await response.body?.cancel();
    throw new NoRangesError(size);
  }
  const content = await taken(response);
  return new RemoteFile(url, content.byteLength, 0, content);
}

class RemoteFile {
  constructor(url, byteLength, start, content) {
    Object.assign(this, { url, byteLength, asked: [], kept: [{ start, content }] });
  }

  /** Return the bytes from `start` up to `end`. */
  async slice(start, end = this.byteLength) {
    const here = this.kept.find((one) => one.start <= start && end <= one.start + one.content.byteLength);
    if (here) return here.content.slice(start - here.start, end - here.start);
    return new Promise((resolve, reject) => {
      this.asked.push({ start, end, resolve, reject });
      if (this.asked.length === 1) setTimeout(() => this.fetchAsked(), 0);
    });
  }

  /** Fetch bytes now that will be asked for soon. */
  async keep(start, end) {
    const content = await this.slice(start, end);
    this.kept.push({ start, content });
  }

  fetchAsked() {
    const asked = this.asked.sort((one, other) => one.start - other.start);
    this.asked = [];
    let run = [];
    for (const one of asked) {
      const last = Math.max(...run.map((part) => part.end));
      if (run.length && (one.start > last + GAP || one.end - run[0].start > RUN)) {
        this.fetchRun(run);
        run = [];
      }
      run.push(one);
    }
    this.fetchRun(run);
  }

  async fetchRun(run) {
    const start = run[0].start;
    const end = Math.max(...run.map((one) => one.end));
    try {
      const response = await ask(this.url, `${start}-${end - 1}`);
      if (response.status !== 206) throw new NoRangesError(this.byteLength);
      const content = await taken(response);
      for (const one of run) one.resolve(content.slice(one.start - start, one.end - start));
    } catch (fault) {
      for (const one of run) one.reject(fault);
    }
  }
}

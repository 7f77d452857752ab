/** Bytes in canonical base64, or Go's words for what is wrong with them. */
export type Base64 = { readonly text: string } | { readonly problem: string };

/** Reads padded standard base64, in which line ends count for nothing. kube: Go's encoding/base64 StdEncoding.Decode */
export function readBase64(text: string): Base64 {
  const plain = text.replace(/[\r\n]/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(plain) && plain.length % 4 === 0) {
    return { text: Buffer.from(plain, 'base64').toString('base64') };
  }
  return { problem: `illegal base64 data at input byte ${wrongByte(Buffer.from(text))}` };
}

/** Where Go's decoder gives up, counted in bytes of the text as it came. */
function wrongByte(bytes: Uint8Array): number {
  const significant = [...bytes.keys()].filter((at) => bytes[at] !== lineFeed && bytes[at] !== carriageReturn);
  const padding = significant.findIndex((at) => !isDigit(bytes[at]));
  if (padding === -1) return bytes.length - (significant.length % 4);
  const at = significant[padding] ?? 0;
  if (bytes[at] !== equalsSign || padding % 4 < 2) return at;
  if (padding % 4 === 3) return significant[padding + 1] ?? bytes.length;
  const second = significant[padding + 1];
  if (second === undefined) return bytes.length;
  return bytes[second] === equalsSign ? (significant[padding + 2] ?? bytes.length) : second - 1;
}

const lineFeed = 10;
const carriageReturn = 13;
const equalsSign = 61;

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9+/]/.test(String.fromCharCode(byte));
}

/** A request as code, with its example filled in. */
type ExampleRequest = {
  method: string;
  /** With the example's parameters in place. */
  url: string;
  /** Whether it needs authentication. */
  signed: boolean;
  /** The JSON body. */
  body?: unknown;
  /** Whether the body is a file. */
  file?: boolean;
};

/** A path with its parameters filled in, and the query behind it. */
export function exampleUrl(
  origin: string,
  path: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in params ? encodeURIComponent(String(params[name])) : whole,
  );
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
  return `${origin}${filled}${search ? `?${search}` : ""}`;
}

/** Any text in single quotes for a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The request for a terminal. */
export function curl({ method, url, signed, body, file }: ExampleRequest): string {
  const parts = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${quoted(url)}`,
    ...(signed ? ['-H "Authorization: Bearer $LECTERN_TOKEN"'] : []),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body, null, 2))}`]),
    ...(file ? [`-H 'Content-Type: application/octet-stream'`, "--data-binary '@report.csv'"] : []),
  ];
  return parts.join(" \\\n  ");
}

/** The header of a signed request in JavaScript. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the reader's program fills it in
export const bearerHeader = "Authorization: `Bearer ${process.env.LECTERN_TOKEN}`,";

/** The request for a program in JavaScript; in node the token comes from the environment. */
export function fetchCall({ method, url, signed, body, file }: ExampleRequest): string {
  const headers = [
    ...(signed ? [`    ${bearerHeader}`] : []),
    ...(body === undefined ? [] : ['    "Content-Type": "application/json",']),
  ];
  const options = [
    ...(method === "GET" ? [] : [`  method: ${JSON.stringify(method)},`]),
    ...(headers.length ? ["  headers: {", ...headers, "  },"] : []),
    ...(body === undefined
      ? []
      : [`  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll("\n", "\n  ")}),`]),
    ...(file ? ["  // A File or a Blob.", "  body: report,"] : []),
  ];
  const call = options.length
    ? `fetch(${JSON.stringify(url)}, {\n${options.join("\n")}\n})`
    : `fetch(${JSON.stringify(url)})`;
  return `const response = await ${call};`;
}

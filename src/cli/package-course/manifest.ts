export type ScormVersion = '1.2' | '2004';

/** What the two versions write differently: schema version and namespaces. */
const VERSIONS = {
  '1.2': {
    schema: '1.2',
    content: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
    adlcp: 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
    type: 'scormtype',
  },
  '2004': {
    schema: '2004 4th Edition',
    content: 'http://www.imsglobal.org/xsd/imscp_v1p1',
    adlcp: 'http://www.adlnet.org/xsd/adlcp_v1p3',
    type: 'scormType',
  },
} as const;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML, in elements and in quoted attributes. XML has no control characters. */
export const escaped = (text: string): string =>
  text.replace(/\p{Cc}/gu, ' ').replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? '');

/**
 * imsmanifest.xml of a package with one lecture.
 * @param id of the package; a name in XML
 * @param files all of them, the page first
 */
export function manifest(version: ScormVersion, id: string, title: string, files: readonly string[]): string {
  const { schema, content, adlcp, type } = VERSIONS[version];
  const [page = ''] = files;
  const name = escaped(title);
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${id}" version="1.0" xmlns="${content}" xmlns:adlcp="${adlcp}">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>${schema}</schemaversion>
  </metadata>
  <organizations default="course">
    <organization identifier="course">
      <title>${name}</title>
      <item identifier="lecture" identifierref="page">
        <title>${name}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:${type}="sco" href="${page}">
${files.map((file) => `      <file href="${file}"/>`).join('\n')}
    </resource>
  </resources>
</manifest>
`;
}

import { about as text, pages } from '../messages/texts';
import { KeyList, Page } from '../shared/ui/Page';

/** What is computed, what is stored, what is not known. */
export function AboutPage() {
  return (
    <Page className="about" title={pages.about}>
      <Part title={text.computedTitle} paragraphs={text.computed} />
      <Part title={text.storedTitle} paragraphs={text.stored} />
      <Part title={text.unknownTitle} paragraphs={text.unknown} />
      <section className="keyboard">
        <h2>{text.keysTitle}</h2>
        <KeyList keys={text.keys} />
      </section>
      <section>
        <h2>{text.methodTitle}</h2>
        <p>{text.method}</p>
        <p>
          <a href="./third-party-licenses.txt">{text.licenses}</a>
        </p>
      </section>
    </Page>
  );
}

function Part({ title, paragraphs }: { readonly title: string; readonly paragraphs: readonly string[] }) {
  return (
    <section>
      <h2>{title}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </section>
  );
}

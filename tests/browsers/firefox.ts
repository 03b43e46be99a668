import { launch } from 'puppeteer-core';
import type { Driven } from './driven';

/**
 * Firefox by WebDriver BiDi, which puppeteer-core speaks to an installed Firefox, without any
 * download. Its version 24 is the last for Node 20. Playwright's own way to an installed Firefox
 * asks the extended support release for commands that it does not know.
 */
export async function openFirefox(executablePath: string, origin: string): Promise<Driven> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    // No other traffic than the page's own.
    extraPrefsFirefox: {
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['blob:', 'data:', 'about:'].includes(url.protocol))
      complaints.push(`request beyond the origin: ${request.url()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${String(error)}`));
  return {
    version: await browser.version(),
    complaints,
    async goto(url) {
      await page.goto(url);
    },
    evaluate: (expression) => page.evaluate(expression),
    click: (selector) => page.locator(selector).click(),
    screenshot: async () => Buffer.from(await page.screenshot()),
    close: () => browser.close(),
  };
}

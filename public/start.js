/*
 * Runs before the app's own modules, by itself: whatever keeps them from starting is shown, with a way on. It is a
 * classic script in old JavaScript, so that a browser that cannot read the modules can still say so.
 */
(function () {
  'use strict';

  // Workers are started by the address of their script: the own origin's, and no other (Trusted Types).
  if (window.trustedTypes)
    window.trustedTypes.createPolicy('default', {
      createScriptURL: function (url) {
        if (new URL(url, document.baseURI).origin === location.origin) return url;
        throw new TypeError('A script of another origin: ' + url);
      },
    });

  /** Longer than a start takes on a slow phone, ms. The app may still come, and then takes the message's place. */
  var PATIENCE = 20000;

  /** Puts the message in the place of "Wakeful is loading"; once the app stands, there is no such place. */
  function notStarted(detail) {
    var placeholder = document.querySelector('[data-before-app]');
    var template = document.getElementById('not-started');
    if (!placeholder || !template) return;
    var message = document.importNode(template.content, true);
    message.querySelector('pre').textContent = detail;
    message.querySelector('button').onclick = reloadWhole;
    placeholder.parentNode.replaceChild(message, placeholder);
  }

  /** Longer than the files take to be checked and fetched, ms. */
  var REPAIR = 15000;

  /** Loads the page again, first having its service worker (src/service-worker) replace files that are damaged. */
  function reloadWhole() {
    function reload() {
      location.reload();
    }
    var worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (!worker) return reload();
    var channel = new MessageChannel();
    channel.port1.onmessage = function (event) {
      if (event.data.isDone) reload();
    };
    worker.postMessage('wakeful-check', [channel.port2]);
    setTimeout(reload, REPAIR);
  }

  /** What was thrown, or the file that did not come. */
  function told(event) {
    if (event.target && event.target.src) return 'This file did not arrive: ' + event.target.src;
    var reason = event.error || event.reason;
    return String((reason && reason.message) || reason || event.message || event.type);
  }

  // Captured, because a script that does not load tells only its own element.
  addEventListener(
    'error',
    function (event) {
      var target = event.target;
      if (target === window || (target && target.tagName === 'SCRIPT')) notStarted(told(event));
    },
    true,
  );
  addEventListener('unhandledrejection', function (event) {
    notStarted(told(event));
  });
  setTimeout(function () {
    notStarted('No answer after ' + PATIENCE / 1000 + ' seconds.');
  }, PATIENCE);

  /** The first wished language that `texts` has, as src/app/messages/languages.ts chooses it. */
  function languageAmong(texts) {
    var kept = null;
    try {
      kept = localStorage.getItem('wakeful-language');
    } catch (error) {
      void error; // Nothing may be read here.
    }
    var asked = /[?&]lang=([^&]*)/.exec(location.search);
    var wished = [asked && asked[1], kept].concat(navigator.languages || navigator.language);
    for (var i = 0; i < wished.length; i++) {
      var tag = String(wished[i]);
      var isSimplified = /^zh(-|$)/i.test(tag) && (/-hans/i.test(tag) || !/-(hant|tw|hk|mo)/i.test(tag));
      var name = isSimplified ? 'zh-Hans' : tag.split('-')[0].toLowerCase();
      if (Object.prototype.hasOwnProperty.call(texts, name)) return name;
    }
    return 'en';
  }

  /** Says what stands in the page before the app does in the learner's language (build/messages-plugin.ts). */
  function translate() {
    var data = document.getElementById('page-texts');
    var template = document.getElementById('not-started');
    if (!data || !template) return;
    var texts = JSON.parse(data.textContent);
    var language = languageAmong(texts);
    document.documentElement.lang = language;
    [document, template.content].forEach(function (part) {
      [].forEach.call(part.querySelectorAll('[data-text]'), function (element) {
        element.textContent = texts[language][element.getAttribute('data-text')];
      });
    });
  }

  // The page is read, and no module has run yet.
  document.addEventListener('readystatechange', function () {
    if (document.readyState === 'interactive') translate();
  });

  function isLanguage(name) {
    try {
      return Boolean(new Intl.NumberFormat(name));
    } catch (error) {
      return !(error instanceof RangeError);
    }
  }

  // Where the system has no language (the locale C.UTF-8 of containers), WebKitGTK calls it "C", which Intl refuses: a
  // library that formats numbers as the browser says, as uPlot does at its import, would throw.
  if (!isLanguage(navigator.language)) {
    Object.defineProperty(navigator, 'language', { value: 'en' });
    Object.defineProperty(navigator, 'languages', { value: ['en'] });
  }
})();

/**
 * Who may import whom (README, "Layout"). The arrows keep the method (network, training, evaluation,
 * wakefulness) runnable anywhere, and tfjs and MediaPipe off the main thread.
 */
const only = (folder, allowed, comment) => ({
  name: `${folder}-imports-only`,
  comment,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, 'common', ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    only('common', [], 'common stands on nothing'),
    only('service-worker', [], 'the service worker serves files'),
    only('network', [], 'the network stands alone'),
    only('training', ['network'], 'training → network'),
    only('evaluation', ['network', 'training'], 'evaluation → network, training'),
    only('vision', [], 'vision stands alone'),
    only('wakefulness', [], 'wakefulness is pure'),
    only('storage', [], 'storage knows keys and values, not what they mean'),
    only('backends', [], 'backends start tfjs and know no network'),
    only(
      'profile',
      ['storage', 'network', 'wakefulness'],
      'a profile holds a calibration, and checkpoints with their cards',
    ),
    only(
      'footage',
      ['storage', 'network', 'vision', 'wakefulness'],
      'footage knows faces and labels, and is kept on the device',
    ),
    only(
      'fine-tuning',
      ['network', 'training', 'evaluation', 'footage', 'profile', 'storage'],
      'fine-tuning runs in a worker, in Node and in tests',
    ),
    only(
      'engine',
      [
        'network',
        'training',
        'evaluation',
        'fine-tuning',
        'backends',
        'vision',
        'wakefulness',
        'profile',
        'footage',
        'storage',
      ],
      'engine never knows the page',
    ),
    only('insights', ['profile', 'wakefulness'], 'insights compute over recorded sessions'),
    only('backup', ['profile', 'storage', 'footage', 'network'], 'a backup holds all that is kept'),
    only(
      'app',
      ['engine', 'profile', 'storage', 'footage', 'backup', 'wakefulness', 'insights', 'embed'],
      'app talks to engine',
    ),
    {
      name: 'embed-host-stands-alone',
      comment: 'what course pages load: the protocol and nothing of the frame; and the app loads none of it',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/embed/host/' },
      to: { path: '^src/embed/host/' },
    },
    {
      name: 'embed-host-knows-the-protocol-only',
      severity: 'error',
      from: { path: '^src/embed/host/' },
      to: { path: '^src/embed/frame/' },
    },
    {
      name: 'embed-types-only',
      severity: 'error',
      from: { path: '^src/embed/' },
      to: { path: '^src/', pathNot: '^src/(embed|common)/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'cli-never-app', severity: 'error', from: { path: '^src/cli/' }, to: { path: '^src/app/' } },
    {
      name: 'tfjs-behind-network-and-engine',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(network|training|evaluation|fine-tuning|backends|engine/network-worker|engine/training-worker|cli)/',
      },
      to: { path: 'node_modules/@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'method-needs-tfjs-core-only',
      severity: 'error',
      from: { path: '^src/(network|training|evaluation)/' },
      to: { path: 'node_modules/@tensorflow/', pathNot: 'node_modules/@tensorflow/tfjs-core/' },
    },
    {
      name: 'mediapipe-in-vision-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(vision|engine/monitor-worker)/' },
      to: { path: 'node_modules/@mediapipe/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'react-in-app-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/' },
      to: { path: 'node_modules/(react|react-dom|zustand|uplot)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    exclude: { path: '\\?(url|worker|raw)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'],
    },
  },
};

/**
 * A frame that answers the handshake, says what the test wants it to say, and keeps what it is
 * told in `heard`.
 */
export const SPOKEN_FRAME = `<!doctype html><title>A frame</title><script>
  addEventListener('message', ({ ports: [port] }) => {
    port.postMessage({ type: 'welcome', version: 1, times: true });
    window.heard = [];
    port.onmessage = ({ data }) => heard.push(data);
    window.isConnected = true;
    new BroadcastChannel('say').onmessage = ({ data }) => port.postMessage(data);
  });
</script>`;

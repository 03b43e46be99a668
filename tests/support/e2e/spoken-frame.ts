/** A frame that answers the handshake and then says what the test wants it to say. */
export const SPOKEN_FRAME = `<!doctype html><title>A frame</title><script>
  addEventListener('message', ({ ports: [port] }) => {
    port.postMessage({ type: 'welcome', version: 1 });
    window.isConnected = true;
    new BroadcastChannel('say').onmessage = ({ data }) => port.postMessage(data);
  });
</script>`;

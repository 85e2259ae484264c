/* The search runs in a worker, which a browser does not start for a page opened as a file; there it runs in a frame. */
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(url) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const scope = this.frame.contentWindow;
      // As between a page and a worker, what is said is copied and heard later.
      scope.postMessage = (data) => setTimeout((copy) => this.onmessage?.({ data: copy }), 0, structuredClone(data));
      this.ready = new Promise((start, fail) => {
        const script = scope.document.createElement("script");
        Object.assign(script, { src: url, onload: start, onerror: fail });
        scope.document.body.append(script);
      });
      this.ready.catch((error) => this.onerror?.(error));
    }

    postMessage(message) {
      const scope = this.frame.contentWindow;
      const data = structuredClone(message);
      this.ready.then(() => scope.dispatchEvent(new MessageEvent("message", { data })), () => {});
    }

    terminate() {
      this.frame.remove();
    }
  };
}

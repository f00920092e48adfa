// How a class is joined, as large as a projector shows it: its code, its address, and both for a phone's camera.

import { element } from "../base/elements.js";

export class Invitation {
  /** @param {import("./classroom.js").Classroom} room */
  constructor(room) {
    this.room = room;
    this.node = element("div", { className: "invitation" });
    this.shown = "";
  }

  draw() {
    const { invitation, code, text } = this.room.data;
    const shown = JSON.stringify([invitation, code, text.lang]);
    if (shown === this.shown || !invitation) return;
    this.shown = shown;
    const picture = element("img", { src: `data:image/svg+xml,${encodeURIComponent(invitation.picture)}`, alt: "" });
    this.node.replaceChildren(
      picture,
      element("div", {}, [
        element("p", { textContent: text.code }),
        element("p", { className: "large", textContent: `${code.slice(0, 3)} ${code.slice(3)}` }),
        element("p", { textContent: text.address }),
        element("p", { className: "address", textContent: invitation.address }),
        ...(invitation.isAlone ? [element("p", { className: "quiet", textContent: text.alone })] : []),
      ]),
    );
  }
}

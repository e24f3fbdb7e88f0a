import { render } from "preact";
import { createApp } from "./create-app.ts";
import { sharedToken } from "./models/shared-hash.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/button.css";
import { AppView } from "./views/app.tsx";
import { AppProvider } from "./views/app-context.ts";

const root = document.getElementById("app");
const shared = sharedToken(location.hash);
if (root !== null && shared !== undefined)
	void import("./shared.tsx").then(({ showShared }) => showShared(root, shared));
else if (root !== null)
	render(
		<AppProvider value={createApp()}>
			<AppView />
		</AppProvider>,
		root,
	);

// A link that is put into the address bar of an open page changes nothing but what follows `#`.
window.addEventListener("hashchange", () => {
	if (sharedToken(location.hash) !== shared) location.reload();
});

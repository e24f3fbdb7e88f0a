import { render } from "preact";
import { createApp } from "./create-app.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/button.css";
import { AppView } from "./views/app.tsx";
import { AppProvider } from "./views/app-context.ts";

/** Whether the address is a link to look at a batch. */
const isShared = () => location.hash.startsWith("#share=");

const root = document.getElementById("app");
if (isShared()) void import("./shared.tsx").then(({ showShared }) => showShared(root));
else if (root !== null)
	render(
		<AppProvider value={createApp()}>
			<AppView />
		</AppProvider>,
		root,
	);

// A link that is put into the address bar of an open page changes nothing but what follows `#`.
addEventListener("hashchange", () => isShared() && location.reload());

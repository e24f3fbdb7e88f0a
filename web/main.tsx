import { render } from "preact";
import { createApp } from "./create-app.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/button.css";
import { AppView } from "./views/app.tsx";
import { AppProvider } from "./views/app-context.ts";

/** Whether the URL is a share link. */
const isShareLink = () => location.hash.startsWith("#share=");

const root = document.getElementById("app");
if (isShareLink()) void import("./shared.tsx").then(({ showSharedPage: showShared }) => showShared(root));
else if (root !== null)
	render(
		<AppProvider value={createApp()}>
			<AppView />
		</AppProvider>,
		root,
	);

// Changing only the fragment in the address bar does not reload the page.
addEventListener("hashchange", () => isShareLink() && location.reload());

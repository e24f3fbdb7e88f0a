import { render } from "preact";
import { createApp } from "./create-app.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/button.css";
import { AppView } from "./views/app.tsx";
import { AppProvider } from "./views/app-context.ts";

const root = document.getElementById("app");
if (root !== null)
	render(
		<AppProvider value={createApp()}>
			<AppView />
		</AppProvider>,
		root,
	);

import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
	return (
		<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
			{children}
		</svg>
	);
}

export function FileIcon() {
	return (
		<Icon>
			<path d="M5 2.5h6.5L16 7v10.5H5zM11 3v4.5h4.5" />
		</Icon>
	);
}

export function FolderIcon() {
	return (
		<Icon>
			<path d="M2.5 4.5h5l2 2h8v10h-15z" />
		</Icon>
	);
}

export function LinkIcon() {
	return (
		<Icon>
			<path d="M8.5 11.5a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M11.5 8.5a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1" />
		</Icon>
	);
}

export function RetryIcon() {
	return (
		<Icon>
			<path d="M15.5 10a5.5 5.5 0 1 1-1.7-4M14 2.5V6h-3.5" />
		</Icon>
	);
}

export function CloseIcon() {
	return (
		<Icon>
			<path d="M5 5l10 10M15 5L5 15" />
		</Icon>
	);
}

export function EarlierIcon() {
	return (
		<Icon>
			<path d="M5 12.5l5-5 5 5" />
		</Icon>
	);
}

export function LaterIcon() {
	return (
		<Icon>
			<path d="M5 7.5l5 5 5-5" />
		</Icon>
	);
}

export function PauseIcon() {
	return (
		<Icon>
			<path d="M7 4.5v11M13 4.5v11" />
		</Icon>
	);
}

export function ResumeIcon() {
	return (
		<Icon>
			<path d="M6.5 4.5l9 5.5-9 5.5z" />
		</Icon>
	);
}

export function SettingsIcon() {
	return (
		<Icon>
			<path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 3.8v4.4M7 11.8v4.4" />
		</Icon>
	);
}

export function ShareIcon() {
	return (
		<Icon>
			<path d="M8.5 11.5l3-3M9 6l1.8-1.8a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.8 1.8a3.5 3.5 0 0 1-5-5L6 9" />
		</Icon>
	);
}

export function SearchIcon() {
	return (
		<Icon>
			<path d="M13.2 13.2L17 17M14.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0z" />
		</Icon>
	);
}

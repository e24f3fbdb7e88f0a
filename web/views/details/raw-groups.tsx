import { useSignal } from "@preact/signals";
import type { FactGroup, Json } from "../../../src/protocol/files/facts.ts";
import { formatCount } from "../format.ts";
import "./raw-groups.css";

/** Characters of one raw value that are shown; the JSON download has all of it. */
const SHOWN_CHARACTERS = 600;

/** Every raw field, block by block, with a box to search them. */
export function RawGroups({ groups, fields }: { groups: readonly FactGroup[]; fields: number }) {
	const sought = useSignal("");
	if (groups.length === 0) return null;
	const words = sought.value.trim().toLowerCase();
	const shown = groups
		.map((group) => ({ name: group.name, found: fieldsWith(group, words) }))
		.filter(({ found }) => found.length > 0);
	return (
		<section aria-labelledby="raw-title">
			<h3 id="raw-title" class="section-title">
				All {formatCount(fields)} fields
			</h3>
			<input
				class="raw__search"
				type="search"
				placeholder="Find a field or a value"
				aria-label="Find a field or a value"
				value={sought}
				onInput={(event) => {
					sought.value = event.currentTarget.value;
				}}
			/>
			{shown.length === 0 && <p class="raw__none">No field holds “{sought}”.</p>}
			{shown.map(({ name, found }) => (
				<details key={name} class="raw" open={words !== ""}>
					<summary>
						{name} <span class="raw__count">{formatCount(found.length)}</span>
					</summary>
					<table class="raw__table">
						<tbody>
							{found.map(([field, text]) => (
								<tr key={field}>
									<th scope="row">{field}</th>
									<td>{text}</td>
								</tr>
							))}
						</tbody>
					</table>
				</details>
			))}
		</section>
	);
}

function fieldsWith(group: FactGroup, words: string): readonly (readonly [string, string])[] {
	return Object.entries(group.fields)
		.map(([field, value]) => [field, textOf(value)] as const)
		.filter(([field, text]) => `${group.name} ${field} ${text}`.toLowerCase().includes(words));
}

function textOf(value: Json): string {
	const text = typeof value === "string" ? value : JSON.stringify(value);
	return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

import { useSignal } from "@preact/signals";
import type { FactGroup, Json } from "../../../src/protocol/files/facts.ts";
import { detailWords } from "../../words/en/details/details.ts";
import { formatCount } from "../../words/en/format.ts";
import "./raw-groups.css";

/** A longer raw value is cut after this many characters; the JSON download has all of it. */
const MAX_CHARACTERS = 600;

/** All raw fields by block, with a search box. */
export function RawGroups({ groups, fields }: { groups: readonly FactGroup[]; fields: number }) {
	const query = useSignal("");
	if (groups.length === 0) return null;
	const words = query.value.trim().toLowerCase();
	const shown = groups
		.map((group) => ({ name: group.name, matches: fieldsWith(group, words) }))
		.filter(({ matches }) => matches.length > 0);
	return (
		<section aria-labelledby="raw-title">
			<h3 id="raw-title" class="section-title">
				{detailWords.allFields(fields)}
			</h3>
			<input
				class="raw__search"
				type="search"
				placeholder={detailWords.findField}
				aria-label={detailWords.findField}
				value={query}
				onInput={(event) => {
					query.value = event.currentTarget.value;
				}}
			/>
			{shown.length === 0 && <p class="raw__none">{detailWords.noField(query.value)}</p>}
			{shown.map(({ name, matches }) => (
				<details key={name} class="raw" open={words !== ""}>
					<summary>
						{name} <span class="raw__count">{formatCount(matches.length)}</span>
					</summary>
					<table class="raw__table">
						<tbody>
							{matches.map(([field, text]) => (
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
	return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

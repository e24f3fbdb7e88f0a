import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { stageLabel } from "../../models/list/file-status.ts";
import { formatCount } from "../format.ts";
import "./document-stages.css";

/** The stages that a document goes through once its bytes are here, in order. */
const STAGES = ["extracting", "chunking", "enriching", "indexing"];

/** How far the reading of a document is: which stages are behind it, and how much of the present one. */
export function DocumentStages({ record }: { record: FileRecord }) {
	const { stage = "", done, total } = record;
	const present = STAGES.indexOf(stage);
	return (
		<ol class="stages" aria-label="Reading this document">
			{STAGES.map((name, at) => (
				<li
					key={name}
					class={`stages__one stages__one--${at < present ? "done" : at === present ? "now" : "next"}`}
					aria-current={at === present ? "step" : undefined}
				>
					<span>{stageLabel(name)}</span>
					{at === present && done !== undefined && total !== undefined && (
						<>
							<span class="stages__count">
								{`${formatCount(done)} of ${formatCount(total)} ${name === "extracting" ? "parts" : "chunks"}`}
							</span>
							<progress
								class="stages__bar"
								max={Math.max(1, total)}
								value={done}
								aria-label={stageLabel(name)}
							/>
						</>
					)}
				</li>
			))}
		</ol>
	);
}

import type { FileRecord } from "../../../src/protocol/files/file-record.ts";
import { documentWords } from "../../words/en/details/document.ts";
import "./document-stages.css";

/** The stages of reading a document, in order. */
const STAGES = ["extracting", "chunking", "enriching", "indexing"] as const;

/** Progress of reading a document: finished stages, and the count within the current one. */
export function DocumentStages({ record }: { record: FileRecord }) {
	const { stage = "", done, total } = record;
	const current = (STAGES as readonly string[]).indexOf(stage);
	return (
		<ol class="stages" aria-label={documentWords.stages}>
			{STAGES.map((name, index) => (
				<li
					key={name}
					class={`stages__one stages__one--${index < current ? "done" : index === current ? "now" : "next"}`}
					aria-current={index === current ? "step" : undefined}
				>
					<span>{documentWords.stage[name]}</span>
					{index === current && done !== undefined && total !== undefined && (
						<>
							<span class="stages__count">
								{name === "extracting"
									? documentWords.partsOf(done, total)
									: documentWords.chunksOf(done, total)}
							</span>
							<progress
								class="stages__bar"
								max={Math.max(1, total)}
								value={done}
								aria-label={documentWords.stage[name]}
							/>
						</>
					)}
				</li>
			))}
		</ol>
	);
}

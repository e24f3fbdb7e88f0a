import { WorkerEntrypoint } from "cloudflare:workers";

/**
 * Speech to text as Workers AI documents it (`@cf/openai/whisper-large-v3-turbo`): base64 in, text and segments out. It
 * tells of each call how long the sound was, and refuses what the real one could not read.
 */
export class AI extends WorkerEntrypoint {
	async run(model, { audio }) {
		if (model !== "@cf/openai/whisper-large-v3-turbo") throw new Error(`5007: No such model ${model}`);
		const bytes = Uint8Array.from(atob(audio), (character) => character.charCodeAt(0));
		if (new TextDecoder().decode(bytes.subarray(0, 4)) !== "RIFF")
			throw new Error("3010: Invalid audio input");
		const seconds = Math.round((bytes.length - 44) / 16_000);
		const text = `Somebody spoke for ${seconds} seconds.`;
		return {
			text,
			word_count: 5,
			segments: [{ start: 0.5, end: 2, text: ` ${text}`, temperature: 0, no_speech_prob: 0.01 }],
			transcription_info: { language: "en", language_probability: 0.99, duration: seconds },
		};
	}
}

/** A WebAssembly file is bundled as a compiled module. */
declare module "*.wasm" {
	const compiled: WebAssembly.Module;
	export default compiled;
}

/** The package brings a declaration of what an instance exports, which is not what the bundler gives. */
declare module "@jsquash/png/codec/pkg/squoosh_png_bg.wasm" {
	const compiled: WebAssembly.Module;
	export default compiled;
}

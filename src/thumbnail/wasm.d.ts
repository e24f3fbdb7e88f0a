/** The bundler imports a WebAssembly file as a compiled module. */
declare module "*.wasm" {
	const compiled: WebAssembly.Module;
	export default compiled;
}

/** The package's own declaration describes the exports of an instance, which is not what the bundler provides. */
declare module "@jsquash/png/codec/pkg/squoosh_png_bg.wasm" {
	const compiled: WebAssembly.Module;
	export default compiled;
}

/** The protocol that brought this page. */
export function pageProtocol(timings: Performance): string {
	const [navigation] = timings.getEntriesByType("navigation") as PerformanceNavigationTiming[];
	return navigation?.nextHopProtocol ?? "";
}

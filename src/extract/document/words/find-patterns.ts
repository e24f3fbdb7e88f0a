/*
 * Patterns for findings in a text. Each takes linear time: every repetition is bounded and cannot overlap with the one before it,
 * so hostile text costs no more than any other.
 */

/** An e-mail address (the subset of RFC 5321 that people use). */
export const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;

/** A web address. */
export const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>"'`{}|\\^]{3,300}/gi;

const AMOUNT = String.raw`\d{1,3}(?:[.,'\u00a0\u202f ]\d{3}){0,5}(?:[.,]\d{1,2})?(?!\d)|\d{1,15}(?:[.,]\d{1,2})?(?!\d)`;
const CODE = "USD|EUR|GBP|CHF|JPY|CNY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|BRL|MXN|KRW";

/** An amount of money: a currency sign or code before or after a number. */
export const MONEY = new RegExp(
	String.raw`(?:[$€£¥₹₩]|\b(?:${CODE})) ?(?:${AMOUNT})(?: ?(?:million|billion|[mb]n)\b)?|(?<![\d.,])(?:${AMOUNT}) ?(?:[€£¥₹₩]|(?:${CODE})\b)`,
	"g",
);

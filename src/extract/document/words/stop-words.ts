/** The most frequent words of common languages, which say nothing about the subject of a text. */
const COMMON = `
a about above after again all also am an and any are as at be because been before being below between both but by can
could did do does doing down during each few for from further had has have having he her here hers him his how i if in
into is it its itself just may me might more most must my no nor not now of off on once one only or other our out over
own same shall she should so some such than that the their them then there these they this those through to too under
until up upon us very was we were what when where which while who whom why will with within without would you your
aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des dich die dies diese
diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas für haben hat hatte hier
ich ihm ihn ihr ihre im in ist jede jeder jedes kann kein keine können machen man mehr mein mit muss nach nicht noch nur
oder ohne sehr sein seine sich sie sind so soll über um und uns unter vom von vor war waren was weil wenn werden wie
wieder wir wird wurde wurden zu zum zur zwischen
au aux avec ce ces cette comme dans de des du elle en est et été être eux il ils je la le les leur leurs lui ma mais me
même mes mon ne nos notre nous on ont ou où par pas plus pour qu que qui sa sans se ses si son sont sur ta te tes toi
ton tu un une vos votre vous y
al algo como con cual cuando del desde donde dos el ella ellos en entre era es esa ese eso esta este esto están fue ha
hasta hay la las lo los más me mi muy nada ni no nos o otra otro para pero poco por porque que quien se ser si sin sobre
son su sus también te tiene todo todos tu un una uno unos y ya
ai alla alle anche che chi ci come con cui da dal dalla dei del della delle di dove e ed era gli ha hanno il io la le lei
loro lui ma mi nel nella noi non o per perché più quale quando questa questo se si sono su sua suo tra un una uno voi
ao aos as com da das do dos e ela ele eles em era essa esse esta este eu foi isso já mais mas me na nas nem no nos nós o
os ou para pela pelo por quando que se sem seu sua são também tem um uma você
aan al als bij dat de deze die dit door een en er ge geen haar had heb hebben heeft het hij hoe ik in is je kan maar meer
men met mij naar niet nog nu of om ook op over te tot uit van veel voor was wat we wel werd wie worden wordt zal ze zich
zij zijn zo zou
`;

const STOP_WORDS: ReadonlySet<string> = new Set(COMMON.trim().split(/\s+/));

/** Whether a word is too frequent to be a keyword. `word` is in lower case. */
export function isStopWord(word: string): boolean {
	return STOP_WORDS.has(word);
}

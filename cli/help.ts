/** What `darkroom --help` says. */
export const HELP = `Uploads files and folders to Darkroom, and tells what was found in them.

  npx darkroom ./photos                        upload, with a progress bar
  npx darkroom ./photos --out facts.csv        and write what was found
  npx darkroom ./photos --format jsonl | jq .  or print it
  npx darkroom ./photos --resume               go on where a run was stopped
  npx darkroom load --files 10000 --size 50k   make photos in memory and measure

Sending
      --to <url>         the server                     (http://localhost:8787, or DARKROOM_URL)
      --batch <name>     the batch in the session       (made up)
      --include <glob>   only such files of folders     (may be given again; "*.jpg", "**/raw/*")
      --exclude <glob>   not such files of folders      (may be given again)
      --hidden           also names that begin with a dot
      --parallel <n>     requests at once, at most
      --limit <amount>   bytes a second, such as 800k or 2M
      --resume           go on with the last run of the same files to the same server
      --forget           remove the session and all in it at the end
  -q, --quiet            no progress, only what went wrong

Facts
      --format <format>  json, jsonl, csv or none       (by the name of --out; json into a pipe)
      --columns <names>  columns of csv, such as path,takenAt,camera,latitude,longitude
  -o, --out <file>       write them there instead of to stdout

Load
      --files <n>        how many photos                (1000)
      --size <amount>    bytes of each                  (50k)
      --seed <n>         other photos                   (1)
      --keep             leave the session on the server
      --json             the numbers as JSON

  -h, --help             this
  -V, --version

DARKROOM_TOKEN names a session, as <id>.<token>; otherwise one is opened.
It ends with 0 when all is stored and read, 1 when some files failed, 2 when the
command line is wrong, 3 when the server refuses or is not there, 130 after Ctrl+C.
`;

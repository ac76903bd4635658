// Starts `kakehashi lsp` for VS Code, and shows the preview of the courses.
const { execFile } = require("node:child_process");
const { existsSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const { promisify } = require("node:util");
const vscode = require("vscode");
const { LanguageClient, State } = require("vscode-languageclient/node");

const japanese = vscode.env.language.startsWith("ja");
const say = (ja, en) => (japanese ? ja : en);
const program = () => vscode.workspace.getConfiguration("kakehashi").get("path");

/** The address where `kakehashi preview` listens, unless told otherwise. */
const PREVIEW = "http://127.0.0.1:4000";

let client;

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("kakehashi.preview", preview),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("kakehashi.path")) {
        await stop();
        await start();
      }
    }),
  );
  // Not waited for: while a message about a missing program stands, the commands work already.
  start();
};

exports.deactivate = stop;

async function start() {
  // Asked first, since the client would say what is wrong in words for programmers.
  try {
    await promisify(execFile)(program(), ["--version"]);
  } catch {
    return missing();
  }
  const server = { command: program(), args: ["lsp"] };
  client = new LanguageClient("kakehashi", "Kakehashi", server, {
    // By path, since VS Code itself knows no TOML.
    documentSelector: [
      { scheme: "file", pattern: "**/*.md" },
      { scheme: "file", pattern: "**/*.toml" },
    ],
  });
  client.onDidChangeState(({ newState }) =>
    vscode.commands.executeCommand("setContext", "kakehashi.running", newState === State.Running),
  );
  await client.start();
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

/** Says that the program cannot be started, with the way to the setting. */
async function missing() {
  const settings = say("設定を開く", "Open the settings");
  const chosen = await vscode.window.showErrorMessage(
    say(
      `「${program()}」を動かせません。設定に、kakehashi がある場所を書いてください。`,
      `“${program()}” cannot be started. Write in the settings where kakehashi is.`,
    ),
    settings,
  );
  if (chosen) await vscode.commands.executeCommand("workbench.action.openSettings", "kakehashi.path");
}

/** Starts `kakehashi preview` in a terminal of its own, or uses the one that runs, and opens the browser. */
async function preview() {
  const name = say("コースのプレビュー", "Preview of the courses");
  const running = vscode.window.terminals.find((t) => t.name === name && t.exitStatus === undefined);
  const folder = courses();
  if (!folder) {
    vscode.window.showWarningMessage(
      say("コースのファイルを開いてから、もう一度選んでください。", "Open a file of a course, then choose this again."),
    );
    return;
  }
  if (!running) {
    const terminal = vscode.window.createTerminal({ name, shellPath: program(), shellArgs: ["preview", folder] });
    terminal.show(true);
    await answers(PREVIEW);
  }
  await vscode.env.openExternal(vscode.Uri.parse(PREVIEW));
}

/** The folder of the course whose file is open, or of all courses where only the window's folder is known. */
function courses() {
  const open = vscode.window.activeTextEditor?.document.uri.fsPath;
  for (let folder = open && dirname(open); folder && folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, "course.toml"))) return dirname(folder);
    if (existsSync(join(folder, "glossary.toml"))) return folder;
  }
  const window = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (!window) return undefined;
  return existsSync(join(window, "courses")) && basename(window) !== "courses" ? join(window, "courses") : window;
}

/** Waits until an address answers, ten seconds at most. */
async function answers(address) {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      await fetch(address);
      return;
    } catch {
      await new Promise((later) => setTimeout(later, 200));
    }
  }
}

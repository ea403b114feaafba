use zed_extension_api::{self as zed, serde_json, settings::LspSettings, LanguageServerId, Result};

const PACKAGE: &str = "node_modules/lintel/package.json";
const SCRIPT: &str = "node_modules/lintel/dist/clients/cli/main.js";

struct Lintel;

impl zed::Extension for Lintel {
    fn new() -> Self {
        Self
    }

    /// The program of `lsp.lintel.binary`, else the one in `node_modules`, else the one on the PATH.
    fn language_server_command(
        &mut self,
        id: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<zed::Command> {
        let serve = || vec!["lsp".to_string(), "--stdio".to_string()];
        let env = worktree.shell_env();
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        if let Some(command) = binary.as_ref().and_then(|binary| binary.path.clone()) {
            let args = binary
                .and_then(|binary| binary.arguments)
                .unwrap_or_else(serve);
            return Ok(zed::Command { command, args, env });
        }
        // An extension sees files of the worktree only through this; a package has its manifest.
        if worktree.read_text_file(PACKAGE).is_ok() {
            let mut args = vec![format!("{}/{SCRIPT}", worktree.root_path())];
            args.extend(serve());
            return Ok(zed::Command {
                command: zed::node_binary_path()?,
                args,
                env,
            });
        }
        let command = worktree.which("lintel").ok_or(
            "Lintel is neither in node_modules nor on the PATH: run npm install --save-dev lintel, or set lsp.lintel.binary.path.",
        )?;
        Ok(zed::Command {
            command,
            args: serve(),
            env,
        })
    }

    /// What stands under `lsp.lintel.settings`, as the server asks for it.
    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &zed::Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| serde_json::json!({ "lintel": settings })))
    }
}

zed::register_extension!(Lintel);

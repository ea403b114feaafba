;; TRANSCRIPT=… emacs --batch -q -l <the snippet> -l eglot.el, in the workspace.
;; Emacs has typescript-mode from ELPA, and typescript-ts-mode only with a grammar; the name of the mode is all that eglot reads.
(define-derived-mode typescript-mode js-mode "TypeScript")
(add-to-list 'auto-mode-alist '("\\.ts\\'" . typescript-mode))
(require 'eglot)
(require 'flymake)
(setq eglot-autoreconnect nil eglot-sync-connect 20 eglot-confirm-server-initiated-edits nil
      create-lockfiles nil make-backup-files nil auto-save-default nil enable-local-variables nil)
(setq project-find-functions (list (lambda (_) (cons 'transient default-root))))
(defconst default-root default-directory)

(defun out (format &rest values)
  (let ((coding-system-for-write 'utf-8-unix))
    (write-region (concat (apply #'format format values) "\n") nil (getenv "TRANSCRIPT") t 'silent)))

(defun await (what holds)
  (let ((end (+ (float-time) 20)))
    (while (and (< (float-time) end) (not (funcall holds)))
      (accept-process-output nil 0.02)
      (flymake-start))
    (unless (funcall holds)
      (out "FAIL: %s did not come" what)
      (kill-emacs 1))))

(defun found ()
  (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))

(defun specification (diagnostic)
  (alist-get 'eglot-lsp-diag (flymake-diagnostic-data diagnostic)))

(defun dump (title)
  (out "== %s" title)
  (dolist (d (found))
    (out "%d %s %s |%s|" (line-number-at-pos (flymake-diagnostic-beg d))
         (substring (symbol-name (flymake-diagnostic-type d)) (length "eglot-"))
         (plist-get (specification d) :code)
         (buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d)))
    (out "  %s" (plist-get (specification d) :message)))
  (unless (found) (out "nothing")))

(defun line (number)
  (goto-char (point-min))
  (forward-line (1- number))
  (buffer-substring-no-properties (point) (line-end-position)))

(defun replace-line (number text)
  (line number)
  (delete-region (point) (line-end-position))
  (insert text)
  (eglot--signal-textDocument/didChange))

(defun edit (path)
  (find-file (expand-file-name path default-root))
  ;; In batch mode no command loop runs the hook that eglot-ensure waits for.
  (run-hooks 'post-command-hook)
  (await (format "a server for %s in %s" path major-mode) #'eglot-current-server)
  (flymake-mode 1))

(let ((debug-on-error t))
  (edit (getenv "SOURCE"))
  (replace-line 2 (getenv "FORBIDDEN"))
  (await "the diagnostic of the import that was typed" #'found)
  (dump "typed")

  (let* ((at (car (found)))
         (actions (append (eglot-code-actions (flymake-diagnostic-beg at) (flymake-diagnostic-end at) nil) nil))
         (action (seq-find (lambda (a) (equal (plist-get a :title) (getenv "FIX"))) actions)))
    (unless action
      (out "FAIL: offered are only %S" (mapcar (lambda (a) (plist-get a :title)) actions))
      (kill-emacs 1))
    (let ((edit (or (plist-get action :edit)
                    (plist-get (jsonrpc-request (eglot-current-server) :codeAction/resolve action) :edit))))
      (apply #'eglot--apply-workspace-edit edit
             (when (< 1 (car (func-arity #'eglot--apply-workspace-edit))) '(nil)))))
  (eglot--signal-textDocument/didChange)
  (await "the end of the diagnostic after the fix" (lambda () (not (found))))
  (dump "fixed")
  (out "%s" (line 2))

  (set-buffer-modified-p nil)
  (edit (getenv "POLICY"))
  (let* ((number (string-to-number (getenv "BREAK_LINE"))) (before (line number)))
    (replace-line number (getenv "BREAK"))
    (await "the diagnostic of the broken policy" #'found)
    (dump "policy broken")
    (replace-line number before)
    (await "the end of the diagnostic of the policy" (lambda () (not (found))))
    (dump "policy mended"))

  (set-buffer-modified-p nil)
  (eglot-shutdown (eglot-current-server))
  (out "== stopped"))

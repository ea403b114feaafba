;; Emacs 28 (with eglot from ELPA), 29 and later: into init.el.
;; Eglot runs one server in a buffer: this one takes the place of a TypeScript server there.
(define-derived-mode lintel-policy-mode js-mode "Policy"
  "The architecture file: JSON with comments.")
(put 'lintel-policy-mode 'eglot-language-id "jsonc")
(add-to-list 'auto-mode-alist '("/architecture\\(\\.module\\)?\\.jsonc\\'" . lintel-policy-mode))

(defconst lintel-modes
  '(lintel-policy-mode typescript-mode typescript-ts-mode tsx-ts-mode js-mode js-ts-mode js-jsx-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs (cons lintel-modes '("lintel" "lsp" "--stdio"))))

(dolist (mode lintel-modes)
  (add-hook (intern (format "%s-hook" mode)) #'eglot-ensure))

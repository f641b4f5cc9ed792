// Says why the page does not come, where no module can say it: in old syntax, with nothing but this file and index.html.
(function () {
  var box = document.getElementById('cannot-run');

  // Texts have their code between backquotes.
  function cannotRun(en, zh) {
    if (!box.hidden) return;
    say(box.children[0], en);
    say(box.children[1], zh);
    box.style.maxWidth = '34rem';
    box.style.margin = '20vh auto';
    box.style.padding = '0 1rem';
    box.style.font = '1.1rem/1.6 system-ui, sans-serif';
    box.hidden = false;
  }

  function say(paragraph, text) {
    var parts = text.split('`');
    for (var i = 0; i < parts.length; i++) {
      var part = document.createElement(i % 2 === 1 ? 'code' : 'span');
      part.textContent = parts[i];
      paragraph.appendChild(part);
    }
  }

  window.addEventListener(
    'error',
    function (event) {
      if (
        event.target &&
        event.target.tagName === 'SCRIPT' &&
        !document.getElementById('root').firstChild
      )
        cannotRun(
          'Quorumscope could not be loaded. Please check the connection and reload the page.',
          'Quorumscope 未能加载。请检查网络连接后重新加载页面。',
        );
    },
    true,
  );
  if (location.protocol === 'file:')
    cannotRun(
      'Quorumscope cannot run from a file: browsers start no workers there. Serve its folder instead: `npm start`, or any file server.',
      'Quorumscope 不能直接从文件打开：浏览器在这种情况下不会启动 Worker。请用 `npm start` 或任意静态文件服务器来提供这个目录。',
    );
  else if (!('noModule' in document.createElement('script')))
    cannotRun(
      'Quorumscope needs JavaScript modules, which this browser does not have. Please use a recent Chrome, Edge, Firefox or Safari.',
      'Quorumscope 需要 JavaScript 模块，此浏览器不支持。请使用较新版本的 Chrome、Edge、Firefox 或 Safari。',
    );
})();

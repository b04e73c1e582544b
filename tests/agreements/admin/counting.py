"""The clicks and the keystrokes that an entry takes, counted in the browser from one page to the next."""

COUNTERS = """
window.counted = JSON.parse(sessionStorage.counted || '{"clicks": 0, "keys": 0}');
for (const [event, name] of [['click', 'clicks'], ['keydown', 'keys']])
  addEventListener(event, (made) => {
    if (!made.isTrusted) return;
    window.counted[name] += 1;
    sessionStorage.counted = JSON.stringify(window.counted);
  }, true);
"""


def counted(page) -> dict:
    return page.evaluate("window.counted")

// On a phone the list of pages lies over the page: a tap on one of its links puts it away again.
(() => {
  const PHONE = 768; // px; up to this width Streamlit draws the sidebar over the page
  if (window.joyMenu) return; // loaded before
  window.joyMenu = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest('[data-testid="stSidebar"] [data-testid="stPageLink"] a');
    if (!link || window.innerWidth > PHONE || event.ctrlKey || event.metaKey) return;
    const away = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
    setTimeout(() => away?.click());
  });
})();

/** Whether the page talks with Lumi, whose name and manner can change; a persona is somebody already. */
export const atHome = !new URLSearchParams(location.search).has("with");

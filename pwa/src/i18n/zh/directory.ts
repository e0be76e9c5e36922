/** Words of the desk's directory, grouped by page. */
export const zh = {
  sections: {
    label: "服务目录",
    services: "服务",
    organizations: "机构",
    locations: "地点",
  },
};
